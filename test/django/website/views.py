"""What a Django site does with sessions, logins and assets, one view each. Bodies are forms or JSON, answers are JSON."""
import json

from django.contrib import auth
from django.contrib import messages as contrib_messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token

from assets.models import Asset


def login(request):
    """GET gives a CSRF token, POST logs in with ``username`` and ``password``."""
    if request.method == 'GET':
        return JsonResponse({'csrfToken': get_token(request)})
    user = auth.authenticate(request, username=request.POST['username'], password=request.POST['password'])
    if user is None:
        return JsonResponse({}, status=401)
    auth.login(request, user)
    return me(request)


def logout(request):
    auth.logout(request)
    return HttpResponse(status=204)


def change_password(request):
    """As ``PasswordChangeView``: this session goes on, every other one of the user ends."""
    request.user.set_password(request.POST['new_password'])
    request.user.save()
    auth.update_session_auth_hash(request, request.user)
    return HttpResponse(status=204)


def me(request):
    user = request.user
    return JsonResponse({'username': user.get_username(), 'permissions': sorted(user.get_all_permissions())})


def session(request):
    """POST ``{"set": {}, "delete": [], "expiry": seconds or null}`` changes the session; both give all of its keys."""
    if request.method == 'POST':
        change = json.loads(request.body)
        request.session.update(change.get('set', {}))
        for key in change.get('delete', []):
            del request.session[key]
        if 'expiry' in change:
            request.session.set_expiry(change['expiry'])
    # As text: the numbers go through JavaScript on their way to the test.
    return JsonResponse({'text': json.dumps(dict(request.session.items()), sort_keys=True)})


def messages(request):
    """POST adds a message, GET shows and thereby forgets all."""
    if request.method == 'POST':
        contrib_messages.success(request, request.POST['text'])
        return HttpResponse(status=204)
    return JsonResponse({'messages': [str(message) for message in contrib_messages.get_messages(request)]})


@transaction.atomic
def change_asset(request, asset_id):
    """Sets the fields of the form under the row lock."""
    asset = Asset.objects.select_for_update().get(pk=asset_id)
    for name, value in request.POST.items():
        setattr(asset, name, value)
    asset.save()
    asset.refresh_from_db()
    return JsonResponse({'version': asset.version})
