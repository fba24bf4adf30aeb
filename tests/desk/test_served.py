"""The desk as it is served: forms that come slowly, or not whole, and many that wait for each other."""

import socket
from http.client import HTTPConnection
from threading import Barrier, Thread
from urllib.parse import urlencode

from desking import SECRET, cookie
from servers import served

from storygen.archive import opening
from storygen.desk import taking
from storygen.desk.door import cookie_of

HEAD = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nname="


def begun(address):
    """Return a connection by which a form was begun, and no more of it comes."""
    connection = socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])))
    connection.sendall(HEAD)
    return connection


def asked(address, method, path, body=None, **headers):
    """Return the status of an answer, and what it says."""
    connection = HTTPConnection(address.removeprefix("http://"), timeout=60)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_a_form_that_does_not_come_whole_is_waited_for_only_so_long(desk, monkeypatch):
    monkeypatch.setattr(taking, "SECONDS", 0.2)
    with served(desk.app) as address, begun(address) as connection:
        said = b"".join(iter(lambda: connection.recv(65_536), b"")).decode()  # to its end: it is closed
    assert said.startswith("HTTP/1.1 408 ")
    assert "The form had not come whole after 0 seconds. Nothing was saved; send it again." in said


def test_who_sends_too_much_is_told_so_when_all_of_it_is_sent(desk):
    with served(desk.app) as address:
        status, said = asked(address, "POST", "/sign-in", b"name=" + b"%41" * 2**21)
    assert (status, "That is more than a form may hold (64 kB)" in said) == (413, True)


def test_who_hangs_up_in_the_middle_of_a_form_costs_nobody_a_line(desk, capfd):
    with served(desk.app) as address:
        for _ in range(3):
            begun(address).close()
        assert asked(address, "GET", "/sign-in")[0] == 200
    assert capfd.readouterr().err == ""


def test_a_desk_that_is_told_to_stop_in_the_middle_of_a_form_stops_without_a_fault(desk, capfd):
    with served(desk.app) as address:
        connection = begun(address)
        assert asked(address, "GET", "/sign-in")[0] == 200  # by when the form has begun to come
    said = b"".join(iter(lambda: connection.recv(65_536), b"")).decode()
    connection.close()
    assert (said[:13], said.partition("\r\n\r\n")[2]) == (
        "HTTP/1.1 503 ",
        "The desk is being stopped. See, when it is open again, what came of it.",
    )
    assert capfd.readouterr().err.splitlines() == [
        "ERROR:    Cancel 1 running task(s), timeout graceful shutdown exceeded"
    ]


def test_while_many_wait_to_save_pages_are_read(desk):
    signed = {"Cookie": f"{cookie_of(desk.desk)}={cookie(desk, 'edie')}"}
    found, start = [], Barrier(46)

    def decide(number):
        fields = {"secret": SECRET, "act": "approve", "seen": "1"}
        start.wait()
        found.append(asked(address, "POST", f"/stories/{number}/decisions", urlencode(fields), **signed)[0])

    with served(desk.app) as address:
        waiting = [Thread(target=decide, args=(number,)) for number in range(1, 46)]
        for each in waiting:
            each.start()
        with opening.writing(desk.archive.engine):
            start.wait()
            for _ in range(60):
                assert asked(address, "GET", "/stories", **signed)[0] == 200
            assert found == []
        for each in waiting:
            each.join()
    assert set(found) <= {303, 409}
