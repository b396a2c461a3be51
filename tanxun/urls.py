"""The web addresses of the house."""

from django.urls import include, path

urlpatterns = [path("", include("desk.urls"))]
handler400 = "desk.errors.bad"
handler403 = "desk.errors.refused"
handler404 = "desk.errors.missing"
handler500 = "desk.errors.broken"
