"""The public API: one OpenAPI 3.1 description over the modules' routers."""

from ninja import NinjaAPI

api = NinjaAPI(title="Nuanfeng", version="1.0.0", urls_namespace="api", docs_url=None)
