/* Starts Dash from what the page brought along. Dash owns the controls and the interactive charts; the rest of the
   page is HTML from the server. */
(function () {
  "use strict";
  const boot = JSON.parse(document.getElementById("boot").textContent);
  const graphs = boot.graphs;  /* slug → the chart as a Dash component, in the state that is shown */

  /* The renderer asks for its layout and callbacks by address; both came with the page. */
  const brought = {"_dash-layout": boot.layout, "_dash-dependencies": boot.dependencies};
  const fetchFromNetwork = window.fetch.bind(window);
  window.fetch = function (resource, options) {
    const name = String(resource && resource.url || resource).split("?")[0].split("/").pop();
    if (name in brought) {
      return Promise.resolve(new Response(JSON.stringify(brought[name]), {headers: {"Content-Type": "application/json"}}));
    }
    return fetchFromNetwork(resource, options);
  };

  /* Figures name colours by their role; the style sheet knows the theme's. */
  const inTheme = (value, style) => {
    if (Array.isArray(value)) return value.map((item) => inTheme(item, style));
    return typeof value === "string" && /^[a-z0-9-]+$/.test(value) && style.getPropertyValue("--" + value).trim() || value;
  };
  const coloured = (node, style) => {
    if (Array.isArray(node)) return node.map((item) => coloured(item, style));
    if (!node || typeof node !== "object") return node;
    return Object.fromEntries(Object.entries(node).map(([name, value]) =>
      [name, /color$/.test(name) ? inTheme(value, style) : coloured(value, style)]));
  };
  const figureOf = (slug) => coloured(graphs[slug].props.figure, getComputedStyle(document.documentElement));

  const slotOf = (slug) => document.getElementById(JSON.stringify({slug, type: "slot"}));
  const drawn = new Set();

  /* A chart is drawn when it comes near the eye: until then its picture from the server does. */
  const draw = (slug) => {
    drawn.add(slug);
    const {type, namespace, props} = graphs[slug];
    const graph = {type, namespace, props: {...props, figure: figureOf(slug)}};
    window.dash_clientside.set_props({slug, type: "slot"}, {children: graph});
  };
  const near = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
    near.unobserve(entry.target);
    draw(entry.target.dataset.plot);
  }), {rootMargin: "200px"});

  /* New figures for the charts that are drawn. While Plotly works, the server's new picture is shown. */
  const redraw = (fresh) => {
    Object.assign(graphs, fresh || {});
    drawn.forEach((slug) => {
      if (!graphs[slug]) return;
      const canvas = slotOf(slug).closest(".chart-canvas");
      const plot = canvas.querySelector(".js-plotly-plot");
      if (plot && plot.once) {
        canvas.classList.add("is-stale");
        plot.once("plotly_afterplot", () => canvas.classList.remove("is-stale"));
      }
      window.dash_clientside.set_props({slug, type: "plot"}, {figure: figureOf(slug)});
    });
  };

  /* What the reader did to the server's controls before Dash was there: name → value. */
  const touchedIn = (controls) => {
    const fields = [...controls.querySelectorAll("[name]")];
    const changed = fields.filter((field) => field.tagName === "SELECT"
      ? [...field.options].some((option) => option.selected !== option.defaultSelected)
      : field.type === "search" ? field.value !== field.defaultValue : field.checked !== field.defaultChecked);
    return [...new Set(changed.map((field) => field.name))].map((name) => {
      const group = fields.filter((field) => field.name === name);
      const ticked = group.filter((field) => field.checked).map((field) => field.value);
      return [name, group[0].type === "checkbox" ? ticked : group[0].type === "radio" ? ticked[0] : group[0].value];
    });
  };

  /* Dash draws out of sight; then its controls take the place of the server's, and its slots go into the page. */
  const entry = document.getElementById("react-entry-point");
  const takeOver = () => {
    if (!entry.querySelector("#page")) return;
    observer.disconnect();
    const old = document.getElementById("drawn-controls");
    const opened = [...old.querySelectorAll("details")].map((item) => item.open);
    entry.querySelectorAll("#controls details").forEach((item, index) => { item.open = opened[index]; });
    const focusable = "input, select, button, summary";
    const focused = [...old.querySelectorAll(focusable)].indexOf(document.activeElement);
    const touched = touchedIn(old);
    old.remove();
    entry.hidden = false;
    if (focused >= 0) entry.querySelectorAll(focusable)[focused]?.focus({preventScroll: true});
    document.querySelectorAll("[data-plot]").forEach((place) => {
      place.append(slotOf(place.dataset.plot));
      /* Plotly's drawing has no name of its own; what it shows is told by the title and the words below. */
      place.setAttribute("role", "img");
      place.setAttribute("aria-labelledby", `title-${place.dataset.plot}`);
      near.observe(place);
    });
    document.documentElement.classList.add("is-live");
    document.dispatchEvent(new Event("live"));
    touched.forEach(([name, value]) => window.dash_clientside.set_props({name, type: "control"}, {value}));
  };
  const observer = new MutationObserver(takeOver);
  observer.observe(entry, {childList: true, subtree: true});

  window.moiGorod = {redraw};
})();
