/* Tells the site that a result of this page was opened: which one, once a page, and nothing about who.

   The page has [data-clicks] (its signed token) with [data-clicks-to] (where to), and [data-click] around each result.
   Without this file, and for whoever asks not to be followed, links do just the same and nothing is sent. */
(() => {
  "use strict";
  const page = document.querySelector("[data-clicks]");
  if (!page || !page.dataset.clicks || !navigator.sendBeacon) return;
  if (navigator.globalPrivacyControl || navigator.doNotTrack === "1") return;
  let told = false;
  const tell = (event) => {
    const link = event.target.closest("a[href]");
    const result = link && link.closest("[data-click]");
    if (told || !result || !page.contains(result) || (event.type === "auxclick" && event.button !== 1)) return;
    told = true;
    const said = new URLSearchParams({ t: page.dataset.clicks, n: result.dataset.click });
    navigator.sendBeacon(page.dataset.clicksTo, said);
  };
  document.addEventListener("click", tell);
  document.addEventListener("auxclick", tell);
})();
