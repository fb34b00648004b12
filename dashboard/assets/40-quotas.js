/* The quota checker: what is typed is answered at once with texts that came with the page; the address and the server's
   view follow. The rules are those of figures/councils.py, the texts those of components/quotas.py. */
(function () {
  "use strict";
  const fieldsOf = (form) => [...form.querySelectorAll("input.count-field")];
  const saidBy = (field) => document.getElementById(field.getAttribute("aria-describedby"));

  /* A whole number within its limits; null where nothing is typed, NaN where it is no such number. */
  const read = (field) => {
    const text = field.value.trim() || field.dataset.default;
    if (!text) return null;
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    return value >= Number(field.dataset.least) && value <= Number(field.dataset.most) ? value : NaN;
  };

  const mark = (field, isWrong) => isWrong
    ? field.setAttribute("aria-invalid", "true") : field.removeAttribute("aria-invalid");

  const answerGroup = (row, seats, texts) => {
    const field = row.querySelector("input.count-field");
    const count = read(field);
    const said = JSON.parse(row.dataset.said);
    const minimum = said.length - 1;
    const [status, text, short] = Number.isNaN(count) ? ["wrong", field.dataset.wrong, 0]
      : count === null ? ["unknown", texts.unknown, 0]
        : count > seats ? ["over", texts.over, 0]
          : count >= minimum ? ["met", said[minimum], 0] : ["missed", said[count], minimum - count];
    const cell = saidBy(field);
    cell.textContent = text;
    cell.className = `quota-said is-${status}`;
    mark(field, status === "wrong");
    return {status, short};
  };

  const answerSeats = (node, seats) => {
    const {total, least, point} = node.dataset;
    const name = seats >= total ? "within" : seats >= least ? "beyond" : "impossible";
    const tenths = Math.floor((2000 * total + seats) / (2 * seats));
    const share = Math.floor(tenths / 10) + point + tenths % 10;
    node.textContent = node.dataset[name].replace("%seats", seats).replace("%share", share);
  };

  /* Answers what stands in the fields; false where something in them is no number. */
  const answer = (form) => {
    const field = form.querySelector("input[name=seats]");
    const seats = read(field);
    const isWrong = Number.isNaN(seats);
    saidBy(field).textContent = isWrong ? field.dataset.wrong : "";
    mark(field, isWrong);
    if (isWrong) return false;
    const texts = form.querySelector(".quota-check").dataset;
    const groups = [...form.querySelectorAll("[data-said]")].map((row) => answerGroup(row, seats, texts));
    const count = (status) => groups.filter((group) => group.status === status).length;
    const known = count("met") + count("missed");
    const box = form.querySelector(".quota-answer");
    const short = groups.reduce((sum, group) => sum + group.short, 0);
    box.querySelector(".quota-sum").textContent = known ? JSON.parse(box.dataset.sums)[short] : box.dataset.empty;
    box.querySelector("[data-count=met]").textContent = count("met");
    box.querySelector("[data-count=missed]").textContent = count("missed");
    box.querySelector("[data-count=unknown]").textContent = groups.length - known;
    answerSeats(form.querySelector(".quota-bound"), seats);
    return !count("wrong");
  };

  /* The address of what stands in the form; what the form has no field for stays as it is. */
  const queryOf = (form) => {
    const query = new URLSearchParams(window.location.search);
    const put = (name, value, byDefault) => value === byDefault ? query.delete(name) : query.set(name, value);
    fieldsOf(form).forEach((field) => put(field.name, String(read(field) ?? ""), field.dataset.default));
    put("level", form.querySelector("[name=level]:checked").value, form.dataset.level);
    return query.toString();
  };

  const typed = (form) => {
    window.moiGorod.pause();
    if (answer(form)) window.moiGorod.follow(queryOf(form), true);
  };

  const ours = (event) => event.target.closest?.("form.quotas");
  document.addEventListener("input", (event) => {
    if (event.target.matches("input.count-field") && ours(event)) typed(ours(event));
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[name=level]") && ours(event)) window.moiGorod.follow(queryOf(ours(event)), false);
  });
  document.addEventListener("submit", (event) => { if (ours(event)) event.preventDefault(); });

  /* Back and Forward: the fields say at once what the address says, whatever was typed in between. */
  window.addEventListener("popstate", () => {
    const form = document.querySelector("form.quotas");
    if (!form) return;
    const query = new URLSearchParams(window.location.search);
    fieldsOf(form).forEach((field) => { field.value = query.get(field.name) ?? field.dataset.default; });
    const level = query.get("level") ?? form.dataset.level;
    form.querySelectorAll("[name=level]").forEach((choice) => { choice.checked = choice.value === level; });
    answer(form);
  });

  /* What was typed before this script arrived. */
  const form = document.querySelector("form.quotas");
  if (form && fieldsOf(form).some((field) => field.value !== field.defaultValue)) typed(form);
})();
