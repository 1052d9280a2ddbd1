"""What programs may ask and say: a station's scanner, and anybody about today's meals."""

from ninja import Router

from nuanfeng.modules.benefits.rest.public import router as public_router
from nuanfeng.modules.benefits.rest.scanning import router as scanning_router
from nuanfeng.modules.benefits.rest.sync import router as sync_router

router = Router()
router.add_router("", public_router, tags=["meals"])
router.add_router("", scanning_router, tags=["scanning"])
router.add_router("", sync_router, tags=["scanning"])

__all__ = ["router"]
