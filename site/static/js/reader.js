/* The reader: keyboard and page turns without a reload. Everything it does is also a plain link or form.

   Contract of the markup (documents/templates/documents/reader.html):

   #reader[data-page][data-pages]   the whole reader; its inside is replaced on a turn
     .reader__bar                   slim toolbar: .reader__title, .reader__turn, .reader__jump (form), .reader__search (form),
                                    .reader__zoom, .reader__tools
     a[rel=prev], a[rel=next]       the neighbour pages (keys ← →, and PageUp/PageDown); data-image: address of its image, fetched ahead
     a[rel=start], a[rel=end]       first and last page (keys Home, End), optional
     a[data-turn]                   any other link to a page of the same document (hits, thumbnails, outline, zoom, text view)
     form[data-turn]                a GET form whose answer is the same reader (jump, search inside)
     .reader__search input[type=search]   gets the focus on "/"
     .reader__page > img + svg.reader__marks[viewBox] > rect    page image, found words in image coordinates
     .reader__text                  the page's text
     .reader__thumbs a[aria-current]      scrolled into view
   The class list and every data-* of #reader come from the answer: reader--zoomed, reader--both …
   Announces the new title in a status region, keeps the focus on the control of the same id or rel.
*/
(() => {
  "use strict";
  const reader = () => document.getElementById("reader");
  if (!reader() || !window.fetch || !history.pushState) return;

  const live = document.createElement("div");
  live.className = "visually-hidden";
  live.setAttribute("role", "status");
  document.body.append(live);

  let turning = null;

  /* What had the focus, as a selector that finds its twin in the new markup. */
  const focusKey = () => {
    const element = document.activeElement;
    if (!element || !reader().contains(element)) return null;
    if (element.id) return `#${CSS.escape(element.id)}`;
    if (element.rel) return `a[rel="${element.rel}"]`;
    return null;
  };

  const settle = () => {
    const current = reader().querySelector(".reader__thumbs [aria-current]");
    const strip = current && current.closest(".reader__thumbs");
    if (strip) strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.clientWidth) / 2;
    if (navigator.share) for (const button of reader().querySelectorAll("[data-share][hidden]")) button.hidden = false;
    const saving = navigator.connection && navigator.connection.saveData;
    const next = reader().querySelector("a[rel=next][data-image]");
    if (next && !saving) new Image().src = next.dataset.image;
  };

  const turn = async (url, { push = true } = {}) => {
    if (turning) turning.abort();
    const mine = new AbortController();
    turning = mine;
    reader().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("reader");
      if (!answer.ok || !fresh) throw new Error(`no reader in the answer of ${url}`);
      const key = focusKey();
      const top = window.scrollY;
      reader().replaceWith(document.adoptNode(fresh));
      document.title = page.title;
      if (push) history.pushState({ reader: true }, "", answer.url || url);
      const canonical = document.querySelector("link[rel=canonical]");
      const freshCanonical = page.querySelector("link[rel=canonical]");
      if (canonical && freshCanonical) canonical.href = freshCanonical.href;
      live.textContent = page.title;
      const focus = key && reader().querySelector(key);
      if (focus) focus.focus({ preventScroll: true });
      const bar = reader().getBoundingClientRect().top + window.scrollY;
      window.scrollTo({ top: Math.min(top, bar), behavior: "instant" });
      settle();
    } catch (error) {
      if (error.name === "AbortError") return;
      location.assign(url);
    } finally {
      if (turning === mine) { turning = null; reader().removeAttribute("aria-busy"); }
    }
  };

  const plain = (event) => event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#reader a[rel=prev], #reader a[rel=next], #reader a[rel=start], #reader a[rel=end], #reader a[data-turn]");
    if (!link || !plain(event) || link.target || link.origin !== location.origin) return;
    event.preventDefault();
    turn(link.href);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("#reader form[data-turn]");
    if (!form) return;
    event.preventDefault();
    const url = new URL(form.action, location.href);
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    url.search = fields.toString();
    turn(url.href);
  });

  const KEYS = { ArrowLeft: "prev", ArrowRight: "next", PageUp: "prev", PageDown: "next", Home: "start", End: "end" };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, summary, [contenteditable], .reader__thumbs, wagtail-userbar")) return;
    if (event.key === "/") {
      const field = reader().querySelector(".reader__search input[type=search]");
      if (field) { event.preventDefault(); field.focus(); field.select(); }
      return;
    }
    /* PageUp and PageDown first scroll a long page, as everywhere; they turn it only at its ends */
    if (event.key === "PageDown" && window.innerHeight + window.scrollY < document.documentElement.scrollHeight - 4) return;
    if (event.key === "PageUp" && window.scrollY > 4) return;
    const link = KEYS[event.key] && reader().querySelector(`a[rel="${KEYS[event.key]}"]`);
    if (link) { event.preventDefault(); turn(link.href); }
  });

  window.addEventListener("popstate", () => turn(location.href, { push: false }));
  settle();
})();
