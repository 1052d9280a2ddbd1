"""A phone judges every shared text as the server does."""

import json

import pytest

from nuanfeng.modules.passes.tests.vectors import FILE

JUDGE = """async ({ address, vectors }) => {
  const { importKey, verifyToken } = await import(address);
  const pairs = Object.entries(vectors.keys).map(async ([kid, spki]) => [kid, await importKey(spki)]);
  const keys = new Map(await Promise.all(pairs));
  const said = [];
  for (const { text, now, tolerance } of vectors.cases) {
    const revoked = new Set(vectors.revoked);
    const how = { keys, county: vectors.county, nowSeconds: now, toleranceSeconds: tolerance, revoked };
    said.push(await verifyToken(text, how));
  }
  return said;
}"""


@pytest.mark.django_db(transaction=True)
def test_a_browser_judges_every_shared_text_as_the_vectors_say(phone, live_server):
    vectors = json.loads(FILE.read_text())
    page = phone()
    page.goto("/offline/")
    address = f"{live_server.url}/static/passes/nf1.js"

    said = page.evaluate(JUDGE, {"address": address, "vectors": vectors})

    wanted = [(case["name"], case["outcome"], case["reason"]) for case in vectors["cases"]]
    names = [case["name"] for case in vectors["cases"]]
    assert [(name, one["outcome"], one["reason"]) for name, one in zip(names, said, strict=True)] == wanted
    assert page.faults == []


@pytest.mark.django_db(transaction=True)
def test_the_control_without_its_keys_the_browser_accepts_nothing(phone, live_server):
    vectors = {**json.loads(FILE.read_text()), "keys": {}}
    page = phone()
    page.goto("/offline/")
    said = page.evaluate(JUDGE, {"address": f"{live_server.url}/static/passes/nf1.js", "vectors": vectors})
    assert {one["outcome"] for one in said} == {"not_ours", "other_county"}
    assert {one["handle"] for one in said} == {None}
