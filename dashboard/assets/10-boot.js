/* Starts Dash from what the page brought along, and lets it take over the page that the server drew. */
(function () {
  "use strict";
  const boot = JSON.parse(document.getElementById("boot").textContent);

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
  const resolve = (value, style) => {
    if (typeof value === "string") {
      return /^[a-z0-9-]+$/.test(value) && style.getPropertyValue("--" + value).trim() || value;
    }
    if (Array.isArray(value)) return value.map((item) => resolve(item, style));
    return value;
  };
  const paint = (node, style, key) => {
    if (Array.isArray(node)) return node.map((item) => paint(item, style, key));
    if (node && typeof node === "object") {
      return Object.fromEntries(Object.entries(node).map(([name, value]) =>
        /color$/.test(name) ? [name, resolve(value, style)] : [name, paint(value, style, name)]));
    }
    return node;
  };
  const colour = (node) => {
    if (Array.isArray(node)) return node.map(colour);
    if (!node || typeof node !== "object" || !node.props) return node;
    const props = {...node.props};
    if (node.type === "Graph") props.figure = paint(props.figure, getComputedStyle(document.documentElement));
    if (props.children) props.children = colour(props.children);
    return {...node, props};
  };
  brought["_dash-layout"] = colour(boot.layout);

  /* The moment Dash has drawn the same page out of sight, it takes the place of the server's: no jump, nothing lost. */
  const entry = document.getElementById("react-entry-point");
  const drawn = document.getElementById("drawn");
  const takeOver = () => {
    if (!entry.querySelector("#main")) return;
    observer.disconnect();
    drawn.querySelectorAll("[data-svg]").forEach((old) => {
      const holder = entry.querySelector(`[data-svg="${old.dataset.svg}"]`);
      if (holder) holder.replaceChildren(...old.childNodes);
    });
    const opened = [...drawn.querySelectorAll("details")].map((item) => item.open);
    [...entry.querySelectorAll("details")].forEach((item, index) => { item.open = opened[index]; });
    const focused = drawn.contains(document.activeElement) ? document.activeElement.id : "";
    drawn.remove();
    entry.hidden = false;
    if (focused) document.getElementById(focused)?.focus({preventScroll: true});
    document.documentElement.classList.add("is-live");
    document.dispatchEvent(new Event("live"));
  };
  const observer = new MutationObserver(takeOver);
  observer.observe(entry, {childList: true, subtree: true});

  window.moiGorod = {colour};
})();
