/* Paper shows everything: the receipt's lines are opened for printing and closed again after it. */
(function () {
  "use strict";
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll(".receipt details:not([open])")];
    closed.forEach((item) => { item.open = true; });
  });
  window.addEventListener("afterprint", () => closed.forEach((item) => { item.open = false; }));
  document.addEventListener("click", (event) => { if (event.target.closest("#print")) window.print(); });
})();
