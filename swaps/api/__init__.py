"""The REST door of swaps."""

from rest_framework.routers import SimpleRouter

from swaps.api.favors import FavorViewSet
from swaps.api.offers import OfferViewSet
from swaps.api.trades import TradeViewSet
from swaps.api.trips import TripViewSet

router = SimpleRouter()
router.register("swap-offers", OfferViewSet, "swap-offer")
router.register("swaps", TradeViewSet, "swap")
router.register("favors", FavorViewSet, "favor")
router.register("trip-plans", TripViewSet, "trip-plan")

urlpatterns = router.urls
