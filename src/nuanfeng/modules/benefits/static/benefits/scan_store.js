// What this phone keeps: the station's key, the hand-outs that nobody has answered for yet, the scanner's log.

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("nuanfeng-scan", 2);
    request.onupgradeneeded = ({ oldVersion }) => upgrade(request.result, oldVersion);
    request.onsuccess = () => resolve(watched(request.result));
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

// What an older release kept stays where it is.
function upgrade(database, oldVersion) {
  if (oldVersion < 1) {
    database.createObjectStore("scanners", { keyPath: "station" });
    database.createObjectStore("queue", { keyPath: "seq", autoIncrement: true });
  }
  if (oldVersion < 2) {
    database.createObjectStore("log", { keyPath: ["scanner", "seq"] });
    database.createObjectStore("kept", { keyPath: "name" });
  }
}

function watched(database) {
  database.onversionchange = () => database.close();
  database.onclose = () => (opened = undefined);
  return database;
}

// "strict": on the disk before it counts, so that an empty battery loses no meal.
export async function inStores(names, mode, act) {
  const transaction = (await open()).transaction(names, mode, { durability: "strict" });
  return new Promise((resolve, reject) => {
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error || new Error("aborted"));
    act((name) => transaction.objectStore(name), (found) => (result = found));
  });
}

const inStore = (name, mode, act) =>
  inStores([name], mode, (store, answer) => {
    const request = act(store(name));
    request.onsuccess = () => answer(request.result);
  });

export const scanners = () => inStore("scanners", "readonly", (store) => store.getAll());
export const scannerOf = (station) => inStore("scanners", "readonly", (store) => store.get(station));

// A phone that becomes another scanner keeps what it was: its log is signed with that key.
export function keepScanner(scanner) {
  return inStores(["scanners"], "readwrite", (store) => {
    const request = store("scanners").get(scanner.station);
    request.onsuccess = () => {
      const before = request.result;
      if (before?.pair && before.id !== scanner.id) store("scanners").put({ ...before, station: `was-${before.id}` });
      store("scanners").put(scanner);
    };
  });
}

export const keepEntry = (entry) => inStore("queue", "readwrite", (store) => store.put(entry));
export const dropEntry = (seq) => inStore("queue", "readwrite", (store) => store.delete(seq));

export async function entriesOf(station) {
  const all = await inStore("queue", "readonly", (store) => store.getAll());
  return all.filter((entry) => entry.station === station);
}

export const kept = (name) => inStore("kept", "readonly", (store) => store.get(name));
export const keep = (said) => inStore("kept", "readwrite", (store) => store.put(said));
