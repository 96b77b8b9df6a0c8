/* Lines under a search box while somebody types; every form works without this file.

   Attaches to form[role=search] input[name=q] of the site's search (action ends in /buscar/). Asks
   <action>sugerencias/?q= and shows a listbox as in the ARIA combobox pattern: arrows move, Enter takes, Escape closes.
   A title goes straight to its record; words fill the box and search. */
(() => {
  "use strict";
  const WAIT = 150, SHORTEST = 2;
  const english = document.documentElement.lang.toLowerCase().startsWith("en");
  const say = (n) => english
    ? (n === 1 ? "1 suggestion" : `${n} suggestions`)
    : (n === 1 ? "1 sugerencia" : `${n} sugerencias`);
  const DOCUMENT = english ? "document" : "documento";

  const enhance = (input, number) => {
    const form = input.form;
    const address = new URL("sugerencias/", form.action);
    const list = document.createElement("ul");
    list.id = `suggestions-${number}`;
    list.className = "autocomplete";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", english ? "Suggestions" : "Sugerencias");
    list.hidden = true;
    const status = document.createElement("span");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    const host = input.closest(".field-group") || form;
    host.classList.add("has-autocomplete");
    host.append(list, status);

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.autocomplete = "off";

    let typed = input.value, chosen = -1, timer = 0, asked = null;
    const options = () => [...list.children];

    const close = () => {
      clearTimeout(timer);
      if (asked) asked.abort();
      list.hidden = true;
      list.replaceChildren();
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const choose = (index) => {
      const all = options();
      chosen = index < -1 ? all.length - 1 : index >= all.length ? -1 : index;
      all.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
      if (chosen < 0) {
        input.removeAttribute("aria-activedescendant");
        input.value = typed;
        return;
      }
      const option = all[chosen];
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
      if (!option.dataset.url) input.value = option.dataset.text;
    };

    const take = (option) => {
      if (option.dataset.url) {
        window.location.assign(option.dataset.url);
        return;
      }
      input.value = option.dataset.text;
      close();
      form.requestSubmit();
    };

    const show = (suggestions) => {
      list.replaceChildren(...suggestions.map((item, i) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${i}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.text = item.text;
        option.dataset.url = item.url;
        const text = document.createElement("span");
        text.textContent = item.text;
        option.append(text);
        if (item.url) {
          const kind = document.createElement("small");
          kind.textContent = DOCUMENT;
          option.append(kind);
        }
        return option;
      }));
      chosen = -1;
      list.hidden = !suggestions.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = say(suggestions.length);
    };

    const ask = async () => {
      if (asked) asked.abort();
      asked = new AbortController();
      address.searchParams.set("q", typed);
      try {
        const response = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
        if (!response.ok) return;
        const answer = await response.json();
        if (document.activeElement === input) show(answer.suggestions);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    input.addEventListener("input", () => {
      typed = input.value;
      clearTimeout(timer);
      if (typed.trim().length < SHORTEST) close();
      else timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        input.value = typed;
        close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) return;
        event.preventDefault();
        choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        take(options()[chosen]);
      }
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) take(option);
    });
    input.addEventListener("blur", close);
    form.addEventListener("submit", close);
  };

  const boxes = document.querySelectorAll('form[role="search"][action$="/buscar/"] input[name="q"]');
  boxes.forEach(enhance);
})();
