"""The words that drawn screens are made of."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WORDS = _words("""
about above account after again agent alert all almost already always amount and answer any
approve archive are around assign attach average away back balance batch before begin below
better between billing branch budget build button by cache call can cancel change charge check
choose claim clean close code column comment commit company contact copy cost country create
credit current customer daily data date day default delay delete deploy detail device draft each
early edit email empty enable end error event every example expected export fail fast field file
filter final find first fix folder follow for form free from full get give goes good group half
hand has help here hide high history hour how image import in index invoice is issue item join
just keep key kind label large last late latest launch learn left less level limit line link
list little load local lock long low mail main make manager many market match maybe meeting
member menu merge message minute missing mobile month more most move name need never new next
night no note notice now number of office old on only open option order other our over owner
page paid panel part pay people plan please point policy post price print private process
product profile project public push quarter query queue quick quiet rate read ready recent
record refund region release remove rename repair reply report request reset result retry return
review right road role row run safe sales same save scale search second see send server service
set share ship short show side sign since small so some soon source space staff start state step
still stock store subject such summary support sync table take task team test than thank that
the them then there they this ticket time to today token too total track travel trial trust try
type under unit until update upgrade use user value version very view wait warehouse was watch
water we week well were what when where which while who why will window with without word work
would write year yes yesterday you your zone
""")

NAMES = (
    "Acme CI",
    "Northwind",
    "Priya Nair",
    "Tom Becker",
    "Lena Fischer",
    "Orbit",
    "Ana Souza",
    "Kite Labs",
    "Jonas Weber",
    "Harbor",
    "Mei Chen",
    "Zoë Müller",
    "René Dupont",
)

MENU = _words("""
Overview Builds Deployments Artifacts Schedules Runners Settings Reports Billing Members
Projects Pipelines Environments Invoices Customers Orders Products Metrics Alerts Support
Pricing Downloads Calendar Inbox Security
""")

TROUBLES = (
    "Deploy failed",
    "Build passed",
    "Could not save your changes",
    "Payment declined",
    "Connection lost",
    "Tests failed on main",
    "Delete this project?",
    "Update available",
    "Permission denied",
    "Your session has expired",
    "Something went wrong",
    "Pipeline canceled",
    "Import finished with warnings",
)

HEADINGS = (
    "Monthly signups 2026",
    "Revenue by region",
    "{name} quarterly review",
    "How to export invoices",
    "Response time, last 30 days",
    "Open tickets by team",
    "Roadmap for the second half",
    "Welcome to {name}",
    "Average order value",
    "Release notes {n}",
    "Why we moved to weekly releases",
    "Energy use per household",
    "Active users",
    "Inventory",
    "Lessons from the outage",
    "Terms of service",
    "Shipping costs and delays",
)

LOG = (
    """$ pytest -q
..........................F.....  [100%]
    def test_total_price():
        cart = Cart([Item("book", 12.50), Item("pen", 1.99)])
        assert cart.total() == Decimal("14.49")
E   AssertionError: assert 14.489999 == Decimal('14.49')
tests/test_cart.py:17: AssertionError
FAILED tests/test_cart.py::test_total_price - AssertionError
1 failed, 31 passed in 0.84s""",
    """$ git push origin main
Enumerating objects: 27, done.
Counting objects: 100% (27/27), done.
Writing objects: 100% (14/14), 3.21 KiB | 3.21 MiB/s, done.
fatal: unable to access the remote: Connection timed out
$ git status
On branch main
Your branch is ahead of 'origin/main' by 2 commits.""",
    """$ docker build -t payments .
Step 1/7 : FROM python:3.11-slim
Step 2/7 : WORKDIR /app
Step 3/7 : COPY requirements.txt .
Step 4/7 : RUN pip install -r requirements.txt
Error: failed to solve: process did not complete successfully
exit code: 1""",
    """$ kubectl get pods
NAME                READY   STATUS             RESTARTS
payments-7d9f8c6b5  0/1     ImagePullBackOff   4
checkout-5c4b9d7f8  1/1     Running            0
billing-66f5d4c9b7  1/1     Running            2
$ kubectl logs payments-7d9f8c6b5
Error from server: container is waiting to start""",
    """$ npm run build
> shop@2.4.1 build
> vite build
transforming (212) src/components/Cart.tsx
npm ERR! code ELIFECYCLE
npm ERR! errno 1
npm ERR! Failed at the shop@2.4.1 build script.""",
    """$ make
cc -O2 -Wall -c main.c -o main.o
main.c:42:5: warning: unused variable 'count'
cc main.o util.o -o server
$ ./server --port 8080
Listening on 0.0.0.0:8080
GET /health 200 1.2 ms
GET /orders/17 404 3.8 ms""",
)

CODE = (
    (
        "cart.py",
        """from decimal import Decimal

class Cart:
    def __init__(self, items):
        self.items = list(items)

    def total(self):
        # prices are kept as text
        return sum(Decimal(item.price) for item in self.items)

    def add(self, item, count=1):
        for _ in range(count):
            self.items.append(item)""",
    ),
    (
        "server.js",
        """const express = require("express");
const app = express();

function handleOrder(request, response) {
  const { id, amount } = request.body;
  if (amount <= 0) {
    return response.status(400).json({ error: "bad amount" });
  }
  response.json({ id, status: "accepted" });
}

app.post("/orders", handleOrder);
app.listen(3000);""",
    ),
    (
        "report.sql",
        """SELECT region, COUNT(*) AS orders, SUM(total) AS revenue
FROM orders
JOIN customers ON customers.id = orders.customer_id
WHERE orders.created_at >= '2026-01-01'
GROUP BY region
ORDER BY revenue DESC
LIMIT 10;""",
    ),
    (
        "main.go",
        """package main

import "fmt"

func main() {
    total := 0
    for i := 1; i <= 100; i++ {
        total += i * i
    }
    fmt.Println("sum of squares:", total)
}""",
    ),
)
