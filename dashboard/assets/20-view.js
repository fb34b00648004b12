/* Controls → address → view. The server's view of an address is drawn by Dash; typing filters what is already here. */
(function () {
  "use strict";
  const noUpdate = () => window.dash_clientside.no_update;
  const page = () => window.location.pathname;
  let latest = 0;

  const defaultsOf = () => JSON.parse(document.querySelector("form.controls")?.dataset.defaults || "{}");

  /* The same rules as url_state.py: defaults are left out, "~" separates entities. */
  const queryOf = (values) => Object.entries(values)
    .map(([name, value]) => [name, Array.isArray(value) ? value.join("~") : String(value ?? "").trim()])
    .filter(([name, value]) => value !== [].concat(defaultsOf()[name] ?? "").join("~") && value !== "")
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/~/g, "~")}`)
    .join("&");

  const load = async (query) => {
    const response = await fetch(`/view${page()}${query ? "?" + query : ""}`);
    if (!response.ok) throw new Error(`view: ${response.status}`);
    return response.json();
  };

  /* Said once, for those who do not see the page change. */
  const announce = () => {
    const said = document.querySelector(".receipt-total, .shown-count, .chart-title");
    document.getElementById("status").textContent = said ? said.textContent : "";
  };

  const showDrawings = (drawings) => {
    for (const [slug, markup] of Object.entries(drawings)) {
      document.querySelectorAll(`[data-svg="${slug}"]`).forEach((holder) => { holder.innerHTML = markup; });
    }
  };

  /* Typing hides lines that do not match and says how much is left; nothing is asked of the server. */
  const filter = (query) => {
    const wanted = query.trim().toLowerCase();
    const receipt = document.getElementById("receipt");
    if (receipt) return filterReceipt(receipt, wanted);
    document.querySelectorAll(".finding").forEach((row) => { row.hidden = !row.dataset.name.includes(wanted); });
  };
  const filterReceipt = (receipt, wanted) => {
    receipt.querySelectorAll(".entry").forEach((entry) => {
      const [head, ...lines] = entry.querySelectorAll(".line");
      const isNamed = head.dataset.name.includes(wanted);
      let any = isNamed;
      lines.forEach((line) => {
        line.hidden = !(isNamed || line.dataset.name.includes(wanted));
        any = any || !line.hidden;
      });
      entry.hidden = !any || "off" in entry.dataset;
      if (entry.tagName === "DETAILS" && wanted) entry.open = any;
    });
  };

  const onlyTyped = (before, after) => {
    const strip = (query) => query.split("&").filter((part) => part && !part.startsWith("q=")).join("&");
    return before !== after && strip(before) === strip(after);
  };

  /* The server's spelling of the address is the one to share, and the other languages show the same state. */
  const settle = (query) => {
    const search = query ? "?" + query : "";
    history.replaceState(null, "", page() + search + location.hash);
    document.querySelectorAll(".languages a").forEach((item) => { item.href = item.pathname + search; });
    const canonical = document.querySelector("link[rel=canonical]");
    canonical.href = new URL(canonical.href).origin + page() + search;
  };

  let pause;
  const refresh = async (query) => {
    const mine = ++latest;
    const view = await load(query).catch(() => null);
    if (mine !== latest) return null;
    if (!view) {
      /* No answer: let the browser open the address itself, and say what it says about the network. */
      location.assign(page() + (query ? "?" + query : ""));
      return null;
    }
    settle(view.query);
    setTimeout(() => {
      showDrawings(view.drawings);
      filter(new URLSearchParams(view.query).get("q") || "");
      announce();
    }, 0);
    return view;
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    view: {
      update: async function () {
        const context = window.dash_clientside.callback_context;
        const isBack = context.triggered.some((item) => item.prop_id.startsWith("popped"));
        const before = window.location.search.slice(1);
        if (isBack) {
          const view = await refresh(before);
          return view ? [window.moiGorod.colour(view.main), view.controls] : [noUpdate(), noUpdate()];
        }
        const values = {};
        context.inputs_list[0].forEach((input) => { values[input.id.name] = input.value; });
        const query = queryOf(values);
        if (query === before || !context.triggered.length) return [noUpdate(), noUpdate()];
        const address = page() + (query ? "?" + query : "");
        if (onlyTyped(before, query)) {
          filter(values.q || "");
          clearTimeout(pause);
          pause = setTimeout(() => refresh(query).then((view) => {
            if (view) window.dash_clientside.set_props("main", {children: window.moiGorod.colour(view.main)});
          }), 350);
          history.replaceState(null, "", address);
          return [noUpdate(), noUpdate()];
        }
        clearTimeout(pause);
        history.pushState(null, "", address);
        const view = await refresh(query);
        return view ? [window.moiGorod.colour(view.main), noUpdate()] : [noUpdate(), noUpdate()];
      },
    },
  });

  document.addEventListener("live", () => {
    window.addEventListener("popstate", () => window.dash_clientside.set_props("popped", {data: Date.now()}));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
      window.dash_clientside.set_props("popped", {data: Date.now()}));
    document.addEventListener("submit", (event) => {
      if (event.target.matches("form.controls")) event.preventDefault();
    });
    document.addEventListener("click", (event) => { if (event.target.closest("#print")) window.print(); });
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  });

  /* Paper shows everything: panels of the receipt are opened for printing and closed again after it. */
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll(".receipt details:not([open])")];
    closed.forEach((item) => { item.open = true; });
  });
  window.addEventListener("afterprint", () => closed.forEach((item) => { item.open = false; }));
})();
