/* Controls → address → view. The server's view of an address is put in place; typing filters what is already here. */
(function () {
  "use strict";
  const page = () => window.location.pathname;
  const addressOf = (query) => page() + (query ? "?" + query : "");
  let latest = 0;
  let pause;
  /* The search of the view that is on the page: at first of the address that the server answered, which the reader
     may have left by Back before this script ran. */
  let shown = new URL(performance.getEntriesByType("navigation")[0].name).search;

  /* The same rules as url_state.py: defaults are left out (of pinned parameters the form names none), "~" separates
     entities. */
  const defaultsOf = () => JSON.parse(document.querySelector("form.controls")?.dataset.defaults || "{}");
  const queryOf = (values) => {
    const defaults = defaultsOf();
    return Object.entries(values)
      .map(([name, value]) => [name, [].concat(value ?? "").join("~").trim()])
      .filter(([name, value]) => value !== "" && value !== [].concat(defaults[name] ?? "").join("~"))
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join("&");
  };
  /* What a part of the page has fields of its own for, as the address has it: the controls know nothing of it. */
  const besides = (values) => {
    const defaults = defaultsOf();
    return Object.fromEntries([...new URLSearchParams(window.location.search)]
      .filter(([name]) => name in defaults && !(name in values)));
  };
  /* Two queries mean the same, whatever their order; `but` names a parameter that does not count. */
  const isSame = (one, other, but) => {
    const [a, b] = [one, other].map((query) => {
      const entries = new URLSearchParams(query);
      if (but) entries.delete(but);
      entries.sort();
      return entries.toString();
    });
    return a === b;
  };

  /* One parameter of a query. */
  const only = (query, name) => {
    const value = new URLSearchParams(query).get(name);
    return value === null ? "" : `${name}=${encodeURIComponent(value)}`;
  };

  /* The same rules as components/search.py: what must all be found of what was typed. */
  const LOOKALIKES = {"ё": "е", "ә": "а", "і": "и", "ң": "н", "ғ": "г", "ү": "у", "ұ": "у", "қ": "к", "ө": "о", "һ": "х"};
  const stems = (typed) => typed.toLowerCase().replace(/[ёәіңғүұқөһ]/g, (letter) => LOOKALIKES[letter])
    .replace(/\s+/g, " ").replace(/(\d) (?=\d)/g, "$1").trim().split(" ").filter(Boolean)
    .map((word) => /\d/.test(word) ? word : word.slice(0, Math.max(4, word.length - 2)));

  /* Typing hides what does not match, at once; the server's view follows and counts. */
  const filter = (typed) => {
    const wanted = stems(typed);
    const isMatch = (node) => wanted.every((stem) => node.dataset.name.includes(stem));
    document.querySelectorAll(".finding").forEach((row) => { row.hidden = !isMatch(row); });
    document.querySelectorAll(".receipt .entry").forEach((entry) => {
      const [head, ...lines] = entry.querySelectorAll(".line");
      const isNamed = isMatch(head);
      lines.forEach((line) => { line.hidden = !(isNamed || isMatch(line)); });
      const isShown = isNamed || lines.some((line) => !line.hidden);
      entry.hidden = !isShown || "off" in entry.dataset;
      /* What the filter opens is not the reader's doing, and closes with the filter. */
      if (entry.tagName === "DETAILS" && isShown && wanted.length && !entry.open) {
        entry.open = true;
        entry.dataset.found = "";
      }
    });
  };

  /* Said once, for those who do not see the page change. */
  const announce = () => {
    if (document.activeElement?.closest("form.quotas")) return;  /* it answers in place */
    const said = [".receipt-none", ".receipt-shown", ".audit-none", ".receipt-total", ".shown-count", ".chart-title"]
      .map((name) => document.querySelector(`${name}:not([hidden])`)).find(Boolean);
    const parts = said ? [...said.childNodes].map((node) => node.textContent.trim()) : [];
    document.getElementById("status").textContent = parts.filter(Boolean).join(" ");
  };

  /* The server's spelling of the address is the one to share, and the other languages show the same state. */
  const settle = (query) => {
    const search = query ? "?" + query : "";
    shown = search;
    history.replaceState(null, "", page() + search + location.hash);
    document.querySelectorAll(".languages a").forEach((item) => { item.href = item.pathname + search; });
    const canonical = document.querySelector("link[rel=canonical]");
    canonical.href = new URL(canonical.href).origin + page() + search;
  };

  /* Puts new HTML in place of the old, node by node: what Dash owns and what the reader opened stay. */
  const put = (html) => {
    const main = document.getElementById("main");
    const fresh = main.cloneNode(false);
    fresh.innerHTML = html;
    window.morphdom(main, fresh, {
      onBeforeElUpdated: (from, to) => {
        if (from.matches(".chart-place")) return false;
        if (from.tagName === "DETAILS" && from.open && !("found" in from.dataset)) to.open = true;
        return !from.isEqualNode(to);
      },
    });
  };

  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));

  /* What the controls on the page let the reader choose. */
  let offer = JSON.parse(document.getElementById("boot").textContent).offer;

  /* Puts the view's controls in place of those on the page; what the reader opened and where the reader is stay. */
  const putControls = async (view) => {
    offer = view.offer;
    const own = document.getElementById("controls");
    const opened = [...own.querySelectorAll("details")].map((item) => item.open);
    const focused = own.contains(document.activeElement) ? document.activeElement.id : "";
    window.dash_clientside.set_props("controls", {children: view.controls});
    await painted();
    own.querySelectorAll("details").forEach((item, index) => { item.open ||= !!opened[index]; });
    if (focused && !own.contains(document.activeElement)) document.getElementById(focused)?.focus({preventScroll: true});
  };

  /* Shows the view of an address; null when a later change has overtaken it. `isFollowed`: the controls do not say yet
     what the address says. */
  const show = async (query, isFollowed) => {
    const mine = latest;
    const main = document.getElementById("main");
    main.setAttribute("aria-busy", "true");
    const view = window.morphdom && await fetch(`/view${addressOf(query)}`, {signal: AbortSignal.timeout?.(15000)})
      .then((response) => response.ok ? response.json() : null).catch(() => null);
    if (mine !== latest) return null;
    if (!view) {
      /* No answer: the browser opens the address itself and says what there is to say. */
      window.location.assign(addressOf(query));
      return null;
    }
    document.querySelectorAll(".chart-canvas .main-svg")
      .forEach((drawn) => drawn.closest(".chart-canvas").classList.add("is-stale"));
    put(view.main);
    main.removeAttribute("aria-busy");
    settle(view.query);
    announce();
    await painted();
    if (mine !== latest) return view;
    window.moiGorod.redraw(view.graphs);
    if (isFollowed || view.offer !== offer) await putControls(view);
    return view;
  };

  const update = async () => {
    const context = window.dash_clientside.callback_context;
    const unchanged = window.dash_clientside.no_update;
    const before = window.location.search.slice(1);
    if (!context.triggered.length) return unchanged;
    /* Whatever was under way, this overtakes it. */
    clearTimeout(pause);
    ++latest;
    if (context.triggered.some((item) => item.prop_id.startsWith("popped"))) {
      const view = await show(before, true);
      return view ? view.query : unchanged;
    }
    const values = Object.fromEntries(context.inputs_list[0].map((input) => [input.id.name, input.value]));
    const resets = Object.entries(JSON.parse(document.querySelector("form.controls").dataset.resets || "{}"));
    const reset = resets.find(([name]) => !isSame(queryOf({[name]: values[name]}), only(before, name)));
    if (reset) {
      const kept = Object.fromEntries(Object.entries(values).filter(([name]) => !reset[1].includes(name)));
      sessionStorage.setItem("stay", JSON.stringify([reset[0], window.scrollY]));
      window.location.assign(addressOf(queryOf(kept)));
      return unchanged;
    }
    const query = queryOf({...values, ...besides(values)});
    if (isSame(query, before)) {
      if (!isSame(query, shown)) pause = setTimeout(() => show(query), 350);
      return unchanged;
    }
    if (isSame(query, before, "q")) {
      filter(values.q || "");
      history.replaceState(null, "", addressOf(query));
      pause = setTimeout(() => show(query), 350);
      return unchanged;
    }
    history.pushState(null, "", addressOf(query));
    const view = await show(query);
    return view ? view.query : unchanged;
  };

  /* For parts of a page with fields of their own: the address follows at once and, for what is typed, its view after a
     pause and without a step of history. `pause` stops a view that is on its way. */
  Object.assign(window.moiGorod, {
    pause: () => {
      clearTimeout(pause);
      ++latest;
      document.getElementById("main").removeAttribute("aria-busy");
    },
    follow: (query, isTyped) => {
      window.moiGorod.pause();
      history[isTyped ? "replaceState" : "pushState"](null, "", addressOf(query));
      if (isTyped) pause = setTimeout(() => show(query), 350);
      else show(query);
    },
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {view: {update}});

  document.addEventListener("live", () => {
    const follow = () => {
      /* A step to another fragment of the same view is the browser's own. */
      if (window.location.search !== shown) window.dash_clientside.set_props("popped", {data: Date.now()});
    };
    window.addEventListener("popstate", follow);
    /* Back to a page that the browser kept: its controls may say what led away from it. */
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) window.dash_clientside.set_props("popped", {data: Date.now()});
    });
    follow();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => window.moiGorod.redraw());
    if (new URLSearchParams(shown).has("q")) announce();
    /* Where the reader was when a choice loaded the page anew. */
    const stayed = sessionStorage.getItem("stay");
    if (stayed) {
      const [name, top] = JSON.parse(stayed);
      sessionStorage.removeItem("stay");
      document.querySelector(`#controls [name="${name}"]`)?.focus({preventScroll: true});
      window.scrollTo(0, top);
      announce();
    }
    document.addEventListener("submit", (event) => {
      if (event.target.matches("form.controls")) event.preventDefault();
    });
  });
})();
