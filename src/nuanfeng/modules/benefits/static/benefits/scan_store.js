// What this phone keeps: the station's key and the hand-outs that nobody has answered for yet.

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("nuanfeng-scan", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("scanners", { keyPath: "station" });
      request.result.createObjectStore("queue", { keyPath: "seq", autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

// "strict": on the disk before it counts, so that an empty battery loses no meal.
async function inStore(name, mode, act) {
  const transaction = (await open()).transaction(name, mode, { durability: "strict" });
  const request = act(transaction.objectStore(name));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

export const scannerOf = (station) => inStore("scanners", "readonly", (store) => store.get(station));
export const keepScanner = (scanner) => inStore("scanners", "readwrite", (store) => store.put(scanner));

export const keepEntry = (entry) => inStore("queue", "readwrite", (store) => store.put(entry));
export const dropEntry = (seq) => inStore("queue", "readwrite", (store) => store.delete(seq));

export async function entriesOf(station) {
  const all = await inStore("queue", "readonly", (store) => store.getAll());
  return all.filter((entry) => entry.station === station);
}
