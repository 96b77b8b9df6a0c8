/* Maps of the inventory, with Leaflet. The page works without this file: it then shows the server's drawing and list.

   [data-map="…/mapa.json?…"]   the inventory's map: marks grouped by a grid, and beside it the list of what is in sight;
                                a mark and its line in the list light up together, by mouse and by keyboard
   [data-map-point]             the small map of one monument: data-lat, data-lon, data-accuracy (metres), data-name;
                                neighbours are the links [data-near-lat] of the page
   data-tiles, data-attribution the address of map tiles; without it a grid, street names and a scale are drawn
   data-text-…                  the words, translated by the server
*/
(() => {
  "use strict";
  if (!window.L) return;
  const CELL = 50; // pixels: nearer marks become one
  const TOUCH = 40; // pixels between the middles of two marks, at least
  const LISTED = 100;
  const STEPS = [5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18000, 36000].map((s) => s / 3600);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };
  const fill = (text, values) => text.replace(/%(\w+)/g, (all, name) => values[name] ?? all);

  /* --- what lies under the marks: tiles, or a drawing of our own data ------------------------------------- */
  const degrees = (value, below, above) => {
    const seconds = Math.round(Math.abs(value) * 3600);
    const [d, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const two = (n) => String(n).padStart(2, "0");
    return `${d}°${m || s ? two(m) + "′" : ""}${s ? two(s) + "″" : ""} ${value < 0 ? below : above}`;
  };

  const label = (latlng, className, text) => {
    const icon = L.divIcon({ className: `map-label ${className}`, html: make("span", "", text), iconSize: null });
    return L.marker(latlng, { icon, interactive: false, keyboard: false });
  };

  const drawGrid = (map, words) => {
    const layer = L.layerGroup().addTo(map);
    const draw = () => {
      layer.clearLayers();
      const bounds = map.getBounds();
      const [west, east, south, north] = [bounds.getWest(), bounds.getEast(), bounds.getSouth(), bounds.getNorth()];
      const room = map.getSize();
      const step = STEPS.find((s) => (east - west) / s <= Math.max(room.x / 110, 2)) ?? 20; // labels must not touch
      const style = { className: "map-grid", interactive: false, weight: 1 };
      for (let x = Math.ceil(west / step); x * step < east; x += 1) {
        L.polyline([[south, x * step], [north, x * step]], style).addTo(layer);
        const across = map.latLngToContainerPoint([north, x * step]).x;
        if (across < 60 || across > room.x - 84) continue; // below the zoom buttons, or cut by the edge
        label([north, x * step], "map-label--meridian", degrees(x * step, words.west, words.east)).addTo(layer);
      }
      for (let y = Math.ceil(south / step); y * step < north; y += 1) {
        L.polyline([[y * step, west], [y * step, east]], style).addTo(layer);
        const [top, low] = [map.latLngToContainerPoint([y * step, west]).y, room.y - 28];
        if (top < 44 || top > low) continue; // the corner belongs to the meridians and to the attribution
        label([y * step, east], "map-label--parallel", degrees(y * step, words.south, words.north)).addTo(layer);
      }
    };
    map.on("moveend", draw);
    draw();
  };

  const base = (element, holder) => {
    const words = {};
    for (const [key, value] of Object.entries(element.dataset)) {
      if (key.startsWith("text")) words[key.slice(4, 5).toLowerCase() + key.slice(5)] = value;
    }
    const map = L.map(holder, {
      zoomControl: false, maxZoom: 19, minZoom: 4, zoomSnap: element.dataset.tiles ? 1 : 0.5, zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm,
    });
    map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    if (element.dataset.tiles) {
      L.tileLayer(element.dataset.tiles, { maxZoom: 19, attribution: element.dataset.attribution || "" }).addTo(map);
    }
    return { map, words, outlined: !element.dataset.tiles };
  };

  /* --- the inventory's map ---------------------------------------------------------------------------------- */
  const inventory = (element, data) => {
    const points = data.rows.map(([code, name, lat, lon, classification, condition, century, address]) => ({
      code, name, lat, lon, condition, century, address, url: data.page.replace("CLAVE", code),
    }));
    if (!points.length) return;
    const frame = element.querySelector(".map-page__map");
    const list = element.querySelector(".map-list");
    const count = element.querySelector(".map-page__count");
    element.querySelector("[data-map-pager]").hidden = true;
    const holder = make("div", "map-canvas");
    frame.replaceChildren(holder);
    const { map, words, outlined } = base(element, holder);
    map.fitBounds(L.latLngBounds(points.map((p) => [p.lat, p.lon])), { padding: [48, 48], maxZoom: 17 });
    for (const feature of data.outlines) {
      L.geoJSON(feature, { interactive: false, style: { className: "map-outline", weight: 2 } }).addTo(map);
    }
    if (outlined) drawGrid(map, words);

    points.forEach((point) => { point.world = map.project([point.lat, point.lon], 0); });
    const middle = (members, scale) => ({
      x: members.reduce((sum, p) => sum + p.world.x, 0) * scale / members.length,
      y: members.reduce((sum, p) => sum + p.world.y, 0) * scale / members.length,
    });
    const marks = new Map(); // key → { marker, members }
    const places = new Map(); // code → key of the mark that shows it now
    let active = null;

    const light = (code, on, scroll) => {
      const mark = marks.get(places.get(code));
      const link = list.querySelector(`[data-code="${code}"]`);
      mark?.marker.getElement()?.classList.toggle("is-active", on);
      link?.classList.toggle("is-active", on);
      if (on && scroll && link) {
        const [box, line] = [list.getBoundingClientRect(), link.getBoundingClientRect()];
        if (line.top < box.top || line.bottom > box.bottom) list.scrollTop += line.top - box.top - box.height / 3;
      }
    };
    const turn = (codes, on, scroll) => {
      if (on) { if (active) for (const code of active) light(code, false); active = codes; }
      for (const code of codes) light(code, on, scroll && code === codes[0]);
    };

    const popup = (members) => {
      const box = make("div", "map-popup");
      for (const point of members.slice(0, 12)) {
        const link = make("a", "map-popup__name", point.name);
        link.href = point.url;
        const facts = [point.century && fill(words.century, { c: point.century }), point.address].filter(Boolean);
        box.append(link, make("p", "map-popup__facts", facts.join(" · ")));
      }
      return box;
    };

    const enter = (mark) => {
      const bounds = L.latLngBounds(mark.members.map((p) => [p.lat, p.lon]));
      const sameSpot = bounds.getNorthEast().equals(bounds.getSouthWest(), 1e-6);
      if (mark.members.length > 1 && !sameSpot && map.getZoom() < map.getMaxZoom()) {
        map.fitBounds(bounds, { padding: [48, 48] });
        map.getContainer().focus({ preventScroll: true });
        return;
      }
      L.popup({ autoPanPadding: [24, 24] }).setLatLng(mark.marker.getLatLng()).setContent(popup(mark.members)).openOn(map);
      const opened = map.getContainer().querySelector(".leaflet-popup");
      opened.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", words.close);
      /* Leaflet listens for Escape only while the map itself has the focus */
      opened.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); });
      opened.querySelector(".map-popup__name").focus({ preventScroll: true });
      map.once("popupclose", () => mark.marker.getElement()?.focus({ preventScroll: true }));
    };

    const addMark = (key, members) => {
      const lat = members.reduce((sum, p) => sum + p.lat, 0) / members.length;
      const lon = members.reduce((sum, p) => sum + p.lon, 0) / members.length;
      const many = members.length > 1;
      const face = make("span", "map-mark__face", many ? String(members.length) : "");
      const icon = L.divIcon({ className: `map-mark${many ? " map-mark--many" : ""}`, html: face, iconSize: [44, 44] });
      const marker = L.marker([lat, lon], { icon, riseOnHover: true }).addTo(map);
      const mark = { marker, members };
      const drawn = marker.getElement();
      drawn.setAttribute("aria-label", many ? fill(words.many, { n: members.length }) : members[0].name);
      if (!many) marker.bindTooltip(make("span", "", members[0].name), { direction: "top", offset: [0, -10] });
      marker.on("click", () => enter(mark));
      drawn.addEventListener("keydown", (event) => {
        if (event.key === " " || event.key === "Enter") { event.preventDefault(); enter(mark); }
      });
      const codes = members.map((p) => p.code);
      for (const name of ["mouseenter", "focus"]) drawn.addEventListener(name, () => turn(codes, true, true));
      for (const name of ["mouseleave", "blur"]) drawn.addEventListener(name, () => turn(codes, false));
      marks.set(key, mark);
    };

    const cluster = () => {
      const zoom = map.getZoom();
      const scale = 2 ** zoom;
      const near = map.getBounds().pad(0.2);
      const cells = new Map();
      for (const point of points) {
        if (!near.contains([point.lat, point.lon])) continue;
        const cell = zoom === map.getMaxZoom()
          ? `${point.lat},${point.lon}`
          : `${Math.floor(point.world.y * scale / CELL)}:${Math.floor(point.world.x * scale / CELL)}`;
        if (cells.has(cell)) cells.get(cell).push(point); else cells.set(cell, [point]);
      }
      /* what two cells hold may still overlap: the smaller group joins the larger one that it touches */
      const groups = [...cells.values()].map((members) => ({ members, at: middle(members, scale) }));
      groups.sort((a, b) => b.members.length - a.members.length);
      const kept = [];
      for (const group of groups) {
        const close = zoom < map.getMaxZoom() && kept.find((other) => Math.hypot(other.at.x - group.at.x, other.at.y - group.at.y) < TOUCH);
        if (close) { close.members = [...close.members, ...group.members]; close.at = middle(close.members, scale); }
        else kept.push(group);
      }
      const wanted = new Map();
      for (const { members } of kept) wanted.set(members.map((p) => p.code).join(" "), members);
      for (const [key, mark] of marks) {
        if (!wanted.has(key)) { mark.marker.remove(); marks.delete(key); }
      }
      places.clear();
      const sorted = [...wanted].sort((a, b) => b[1][0].lat - a[1][0].lat || a[1][0].lon - b[1][0].lon);
      for (const [key, members] of sorted) {
        if (!marks.has(key)) addMark(key, members);
        for (const point of members) places.set(point.code, key);
      }
    };

    const relist = () => {
      const bounds = map.getBounds();
      const seen = points.filter((p) => bounds.contains([p.lat, p.lon]));
      const items = seen.slice(0, LISTED).map((point) => {
        const link = make("a");
        link.href = point.url;
        link.dataset.code = point.code;
        const facts = [point.century && fill(words.century, { c: point.century }), point.address].filter(Boolean);
        link.append(make("span", "map-list__name", point.name), make("span", "map-list__place", facts.join(" · ")));
        const item = make("li");
        item.append(link);
        return item;
      });
      if (!seen.length) items.push(make("li", "map-list__note", words.none));
      if (seen.length > LISTED) items.push(make("li", "map-list__note", fill(words.more, { n: LISTED })));
      if (!list.contains(document.activeElement)) list.replaceChildren(...items);
      list.start = 1;
      count.textContent = fill(words.shown, { n: seen.length, total: points.length });
    };

    for (const [name, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
      list.addEventListener(name, (event) => {
        const link = event.target.closest("[data-code]");
        if (link) turn([link.dataset.code], on);
      });
    }
    const redraw = () => { cluster(); relist(); };
    map.on("moveend", redraw);
    redraw();
    element.classList.add("is-live");

    if (outlined) {
      const streets = new Map();
      for (const point of points) {
        const street = point.address.split(", ").slice(0, -1).join(", ").replace(/(\s+(s\/n|\d+\w?))+$/i, "");
        if (street) streets.set(street, [...(streets.get(street) || []), point]);
      }
      const layer = L.layerGroup();
      for (const [name, here] of streets) {
        if (here.length < 3) continue;
        const mean = (axis) => here.reduce((sum, p) => sum + p[axis], 0) / here.length;
        label([mean("lat"), mean("lon")], "map-label--street", name).addTo(layer);
      }
      const show = () => (map.getZoom() >= 15 ? layer.addTo(map) : layer.remove());
      map.on("zoomend", show);
      show();
    }
  };

  /* --- the small map of one monument ------------------------------------------------------------------------ */
  const single = (element) => {
    const here = [Number(element.dataset.lat), Number(element.dataset.lon)];
    const holder = make("div", "map-canvas");
    element.querySelector("[data-map-drawing]").replaceChildren(holder);
    const { map, words, outlined } = base(element, holder);
    map.setView(here, 16);
    if (outlined) drawGrid(map, words);
    const accuracy = Number(element.dataset.accuracy);
    if (accuracy) L.circle(here, { radius: accuracy, className: "map-accuracy", interactive: false, weight: 1 }).addTo(map);
    for (const link of document.querySelectorAll("[data-near-lat]")) {
      const icon = L.divIcon({ className: "map-mark map-mark--near", html: make("span", "map-mark__face"), iconSize: [44, 44] });
      const at = [Number(link.dataset.nearLat), Number(link.dataset.nearLon)];
      const name = link.textContent.trim();
      const marker = L.marker(at, { icon }).addTo(map).bindTooltip(make("span", "", name), { direction: "top" });
      marker.getElement().setAttribute("aria-label", name);
      marker.getElement().setAttribute("role", "link");
      marker.on("click", () => { location.href = link.href; });
      marker.getElement().addEventListener("keydown", (event) => {
        if (event.key === "Enter") location.href = link.href;
      });
    }
    const icon = L.divIcon({ className: "map-mark map-mark--current", html: make("span", "map-mark__face"), iconSize: [44, 44] });
    L.marker(here, { icon, interactive: false, keyboard: false }).addTo(map);
    map.scrollWheelZoom.disable(); // the page scrolls; the buttons and the keys zoom
  };

  for (const element of document.querySelectorAll("[data-map-point]")) single(element);
  for (const element of document.querySelectorAll("[data-map]")) {
    fetch(element.dataset.map, { headers: { Accept: "application/json" } })
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
      .then((data) => inventory(element, data))
      .catch(() => {
        const note = make("p", "map-page__fail", element.dataset.textFail);
        note.setAttribute("role", "status");
        element.before(note);
      });
  }
})();
