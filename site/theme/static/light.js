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

  function apply() {
    const light = (chosen() ?? (system.matches ? "dark" : "light")) === "light";
    document.documentElement.dataset.theme = light ? "light" : "dark";
    document.body.dataset.jpThemeLight = String(light);
  }

  apply();
  system.addEventListener("change", apply);
  document.addEventListener("lossviz-light", apply);
})();
