"""A browser computes and judges every shared text of hand-outs without a network as the server does.

What it runs here are a browser's own means and docs/reference/scanner-sync.md, nothing of ours: so would
anybody who writes a scanner.
"""

import json
from typing import Any

import pytest

from nuanfeng.modules.benefits.tests.sync_vectors import FILE

JUDGE = """async (vectors) => {
  const utf8 = new TextEncoder();
  const bytes = (text) => {
    const plain = text.replaceAll("-", "+").replaceAll("_", "/");
    return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
  };
  const sha256 = async (text) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8.encode(text)));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const key = (spki) => crypto.subtle.importKey("spki", bytes(spki), ecdsa, false, ["verify"]);
  const joined = (head, body) => new Uint8Array([...utf8.encode(head), ...body]);
  const open = async (text) => {
    try {
      const [body, signature, ...more] = text.split(".").map(bytes);
      if (more.length) return null;
      const said = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
      const spki = vectors.keys[said.kid];
      if (!spki) return null;
      const signed = joined("nf1/statement\\n", body);
      const isGood = await crypto.subtle.verify(ecdsa, await key(spki), signature, signed);
      return isGood ? said : null;
    } catch {
      return null;
    }
  };
  const phone = await key(vectors.scanner_public_key);
  const told = { records: [], batches: [], statements: [], marks: [] };
  for (const { seq, previous, text } of vectors.records)
    told.records.push(await sha256(`nf1/record\\n${vectors.scanner}\\n${seq}\\n${previous}\\n${text}`));
  for (const { body, signature } of vectors.batches)
    told.batches.push(
      await crypto.subtle.verify(ecdsa, phone, bytes(signature), joined("nf1/batch\\n", utf8.encode(body))),
    );
  for (const { text } of vectors.statements) told.statements.push(await open(text));
  for (const { value, service_date: day } of vectors.marks)
    told.marks.push((await sha256(`nf1/served\\n${day}\\n${value}\\n`)).slice(0, 16));
  return told;
}"""


@pytest.fixture
def vectors() -> dict[str, Any]:
    return json.loads(FILE.read_text())


@pytest.mark.django_db(transaction=True)
def test_a_browser_judges_every_shared_text_of_a_sync_as_the_vectors_say(phone, vectors):
    page = phone()
    page.goto("/offline/")

    told = page.evaluate(JUDGE, vectors)

    assert told["records"] == [record["hash"] for record in vectors["records"]]
    assert told["batches"] == [case["is_good"] for case in vectors["batches"]]
    assert told["statements"] == [case["payload"] for case in vectors["statements"]]
    assert told["marks"] == [case["mark"] for case in vectors["marks"]]


@pytest.mark.django_db(transaction=True)
def test_the_control_with_other_keys_it_believes_nothing(phone, vectors):
    [kid] = vectors["keys"]
    swapped = {
        **vectors,
        "keys": {kid: vectors["scanner_public_key"]},
        "scanner_public_key": vectors["keys"][kid],
    }
    page = phone()
    page.goto("/offline/")

    told = page.evaluate(JUDGE, swapped)

    assert (set(told["batches"]), set(map(str, told["statements"]))) == ({False}, {"None"})
