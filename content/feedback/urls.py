"""The addresses of the answers."""

from django.urls import path

from content.feedback import views

urlpatterns = [
    path("<int:page_id>/", views.give_feedback, name="give_feedback"),
    path("<int:page_id>/thanks/", views.thanks, name="feedback_thanks"),
    path("<int:page_id>/enough/", views.enough, name="feedback_enough"),
    path("<int:page_id>/remark/<str:token>/", views.give_remark, name="feedback_remark"),
]
