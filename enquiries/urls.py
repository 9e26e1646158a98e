"""Addresses of the form. `pofclinic.urls` puts them under /enquire/ in each language."""

from django.urls import path

from enquiries import views

urlpatterns = [
    path("", views.enquire, name="enquire"),
    path("received/<str:token>/", views.received, name="enquiry_received"),
]
