/** Durable records in IndexedDB, behind the two questions that the journal asks. */

/** @import { Store } from "./types.js" */

const NAME = "lectern-journal";
const RECORDS = "records";

/** @param {IDBFactory} factory @returns {Promise<IDBDatabase>} */
function open(factory) {
  return new Promise((resolve, reject) => {
    const request = factory.open(NAME, 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(RECORDS);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBFactory} factory @returns {Store} */
export function openStore(factory) {
  /** @type {Promise<IDBDatabase> | null} */
  let opening = null;

  function database() {
    opening ??= open(factory).then((database) => {
      database.onversionchange = () => database.close();
      database.onclose = () => (opening = null);
      return database;
    });
    return opening;
  }

  return {
    async write(puts, deletes) {
      const records = await database();
      // Relaxed: the values survive a killed browser, and nothing waits for the disk.
      const change = records.transaction(RECORDS, "readwrite", { durability: "relaxed" });
      const store = change.objectStore(RECORDS);
      for (const [key, value] of puts) store.put(value, key);
      for (const key of deletes) store.delete(key);
      await new Promise((resolve, reject) => {
        change.oncomplete = resolve;
        change.onerror = change.onabort = () => reject(change.error);
      });
    },

    async read(prefix) {
      const store = (await database()).transaction(RECORDS).objectStore(RECORDS);
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const [keys, values] = await Promise.all([done(store.getAllKeys(range)), done(store.getAll(range))]);
      return keys.map((key, index) => [String(key), values[index]]);
    },
  };
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
