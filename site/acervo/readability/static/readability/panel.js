/* Sends the texts of the form to be measured while somebody writes, and shows what comes back. */
(() => {
  "use strict";
  const PAUSE = 1200;

  /** The texts of a form: rich text as it is read, and text areas that a person sees. */
  function textsOf(form) {
    const parts = [];
    form.querySelectorAll(".public-DraftEditor-content, textarea").forEach((field) => {
      if (field.closest("[data-comments], .w-comment, [aria-hidden='true']") || field.offsetParent === null) return;
      const text = field.tagName === "TEXTAREA" ? field.value : field.innerText;
      if (text.trim()) parts.push(text.trim());
    });
    return parts.join("\n");
  }

  function show(panel, answer) {
    panel.querySelector("[data-summary]").textContent = answer.summary;
    const place = panel.querySelector("[data-hardest]");
    place.replaceChildren();
    if (!answer.hardest.length) return;
    const heading = document.createElement("h3");
    heading.textContent = panel.dataset.heading;
    const list = document.createElement("ol");
    answer.hardest.forEach(({ text, note }) => {
      const item = document.createElement("li");
      item.textContent = `${text} (${note})`;
      list.append(item);
    });
    place.append(heading, list);
  }

  function start(panel) {
    const form = panel.closest("form");
    if (!form || panel.dataset.started) return;
    panel.dataset.started = "1";
    let timer = 0;
    let last = null;
    async function measure() {
      const text = textsOf(form);
      if (text === last) return;
      last = text;
      const body = new FormData();
      body.append("text", text);
      try {
        const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
        const response = await fetch(panel.dataset.readability, {
          method: "POST",
          body,
          headers: { "X-CSRFToken": token },
          credentials: "same-origin",
        });
        if (!response.ok) throw new Error(String(response.status));
        const answer = await response.json();
        if (text === last) show(panel, answer);
      } catch {
        last = null;
        panel.querySelector("[data-summary]").textContent = panel.dataset.failed;
      }
    }
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(measure, PAUSE);
    };
    form.addEventListener("input", later);
    form.addEventListener("keyup", later);
    later();
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-readability]").forEach(start));
})();
