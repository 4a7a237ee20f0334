"""Logins over HTTP, by the views of the site in ``test/django``, which work with any model of users."""
from django.urls import path
from website import views

urlpatterns = [
    path('login/', views.login),
    path('logout/', views.logout),
    path('password/', views.change_password),
    path('me/', views.me),
]
