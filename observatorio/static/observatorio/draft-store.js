/* A draft in this browser: what was typed in localStorage, photographs in IndexedDB. Nothing leaves the phone by it. */
(function () {
  "use strict";

  const DATABASE = "acervo-inspecciones";
  const STORE = "fotos";

  function opened() {
    return new Promise((resolve, reject) => {
      if (!("indexedDB" in window)) return reject(new Error("no IndexedDB"));
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" }).createIndex("draft", "draft");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  async function work(mode, action) {
    const database = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(STORE, mode);
        const request = action(transaction.objectStore(STORE));
        transaction.oncomplete = () => resolve(request && request.result);
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  window.AcervoDraft = {
    /* {token, values: [[name, value]], pending: bool, at: ISO} or null */
    read(key) {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    /* false where the browser does not allow it (private mode, full). */
    write(key, draft) {
      try {
        localStorage.setItem(key, JSON.stringify(draft));
        return true;
      } catch {
        return false;
      }
    },
    async clear(key) {
      try {
        localStorage.removeItem(key);
        const kept = await this.photos(key);
        await Promise.all(kept.map((photo) => this.removePhoto(photo.id)));
      } catch {
        /* nothing was kept */
      }
    },
    addPhoto(key, photo) {
      return work("readwrite", (store) => store.put({ ...photo, draft: key }));
    },
    removePhoto(id) {
      return work("readwrite", (store) => store.delete(id));
    },
    photos(key) {
      return work("readonly", (store) => store.index("draft").getAll(key));
    },
  };
})();
