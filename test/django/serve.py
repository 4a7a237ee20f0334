"""
The test site as a process: HTTP on a free port of the loopback, and Python by request.

Standard output, one JSON object a line: ``{"port": 40123, "version": "3.2"}`` when it is ready, then answers
``{"id": 1, "result": …}`` or ``{"id": 1, "error": "…"}``.
Standard input: ``{"id": 1, "shell": "main", "code": "…", "values": {…}}`` runs code with Django set up and gives the value of
its last expression. Every shell is a thread with names and a database connection of its own, so that one can hold a lock for
which another waits. The process ends with its input.
"""
import ast
import json
import os
import queue
import socketserver
import sys
import threading
import traceback
from wsgiref import simple_server

import django
from django.core.serializers.json import DjangoJSONEncoder
from django.core.wsgi import get_wsgi_application


class Server(socketserver.ThreadingMixIn, simple_server.WSGIServer):
    daemon_threads = True
    request_queue_size = 128


class Handler(simple_server.WSGIRequestHandler):
    def log_message(self, *args):
        """Nothing: the tests see every answer themselves."""


class Shell(threading.Thread):
    """Runs the pieces of code that it is given, one after the other."""

    def __init__(self):
        super().__init__(daemon=True)
        self.requests = queue.Queue()
        self.names = {}
        self.start()

    def run(self):
        while True:
            request = self.requests.get()
            try:
                self.names.update(request.get('values', {}))
                answer(id=request['id'], result=evaluate(request['code'], self.names))
            except Exception:
                answer(id=request['id'], error=traceback.format_exc())


def evaluate(code, names):
    """Runs the code; the value of its last statement if that is an expression."""
    tree = ast.parse(code)
    last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, 'shell', 'exec'), names)
    return eval(compile(last, 'shell', 'eval'), names) if last else None


def answer(**fields):
    line = json.dumps(fields, cls=DjangoJSONEncoder)
    with OUTPUT:
        print(line, flush=True)


OUTPUT = threading.Lock()

if __name__ == '__main__':
    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'website.settings')
    server = simple_server.make_server('127.0.0.1', 0, get_wsgi_application(), Server, Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    answer(port=server.server_port, version='{}.{}'.format(*django.VERSION))
    shells = {}
    for line in sys.stdin:
        request = json.loads(line)
        name = request['shell']
        if name not in shells:
            shells[name] = Shell()
        shells[name].requests.put(request)
