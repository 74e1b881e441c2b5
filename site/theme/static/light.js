// Light or dark, before anything is painted: as the reader chose, or as the system wishes.
// Explorers look at the same attribute as in JupyterLab.
(function () {
  const system = matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      return localStorage.getItem("lossviz-light");
    } catch {
      return null; // storage may be forbidden
    }
  }

  /** @param {boolean} light */
  function show(light) {
    document.documentElement.dataset.theme = light ? "light" : "dark";
    document.body.dataset.jpThemeLight = String(light);
  }

  const apply = () => show((chosen() ?? (system.matches ? "dark" : "light")) === "light");

  apply();
  system.addEventListener("change", apply);
  document.addEventListener("lossviz-light", apply);
  addEventListener("beforeprint", () => show(true)); // paper is white
  addEventListener("afterprint", apply);
})();
