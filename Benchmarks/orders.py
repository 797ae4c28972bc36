#!/usr/bin/env python3
"""Writes rows of the table `orders` as LOAD DATA takes them: orders.py ROWS > FILE.

The same number gives the same rows. Values repeat and vary as those of a shop do, because constant or random
ones would compress far better or far worse than real data.
"""

import random
import sys

# Rows in the same form as a backup stores them are about 250 bytes long.
DEFINITION = """
CREATE TABLE orders (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  customer_id BIGINT UNSIGNED NOT NULL,
  order_number VARCHAR(20) CHARACTER SET ascii NOT NULL,
  status ENUM('placed','paid','packed','shipped','delivered','returned') NOT NULL,
  total DECIMAL(12,2) NOT NULL,
  tax DECIMAL(12,2) NOT NULL,
  placed_at DATETIME NOT NULL,
  shipped_at DATETIME NULL,
  customer_name VARCHAR(80) NOT NULL,
  email VARCHAR(120) NOT NULL,
  address VARCHAR(160) NOT NULL,
  details JSON NOT NULL,
  PRIMARY KEY (id),
  KEY customer (customer_id, placed_at),
  KEY status (status, placed_at),
  KEY order_number (order_number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='{comment}'
"""

FIRST = "Aarav Ananya Diya Ishaan Kavya Meera Nikhil Priya Rohan Sanya Zoë José Jürgen Łukasz Søren Chloé आरव प्रिया मीरा रोहन".split()
LAST = "Sharma Verma Iyer Nair Reddy Mehta Kapoor Bose Das Khan Müller García Novák Ångström O’Neill शर्मा वर्मा नायर".split()
STREET = "MG Road|Linking Road|Park Street|Brigade Road|Anna Salai|Nehru Marg|Hauptstraße|Rue de l’Église|लोकमान्य तिलक मार्ग".split("|")
CITY = "Mumbai Pune Bengaluru Chennai Kolkata Delhi Jaipur Kochi Lucknow Nagpur Zürich Köln Genève मुंबई".split()
MAIL = ["example.com", "example.org", "mail.example.in", "shop.example.net", "post.example.de"]
STATUS = ["placed", "paid", "packed", "shipped", "shipped", "delivered", "delivered", "delivered", "delivered", "returned"]
PAYMENT = ["upi", "card", "cod", "wallet", "netbanking"]
COUPON = ["null", "null", "null", '"WELCOME10"', '"DIWALI25"', '"FREESHIP"']


def write_rows(count, out):
    """Writes `count` rows with ids from 1."""
    dice = random.Random(20240601)
    draw = dice.random
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    days = [f"{2021 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in range(1344)]
    lines = []
    for number in range(1, count + 1):
        a, b, c, d, e = draw(), draw(), draw(), draw(), draw()
        mixed = int(a * 2**52)
        cents = int(b * b * 900_000) + 4_900
        quantity = int(d * 4) + 1
        # Orders come in the order of time, give or take.
        day = min(1343, int(number / count * 1320 + c * 20))
        clock = f"{mixed % 24:02}:{mixed // 24 % 60:02}:{mixed // 1440 % 60:02}"
        status = STATUS[int(e * 10)]
        shipped = r"\N" if status in ("placed", "paid", "packed") else f"{days[day]} 23:{mixed % 60:02}:{int(c * 60):02}"
        lines.append(
            f"{number}\t{int(a * a * 400_000) + 1}\tORD-{int(c * 0xFFFFFFFFFF):010X}\t{status}\t"
            f"{cents // 100}.{cents % 100:02}\t{cents * 18 // 11800}.{cents * 18 // 118 % 100:02}\t"
            f"{days[day]} {clock}\t{shipped}\t{names[int(d * len(names))]}\t"
            f"u{mixed % 0x3FFFFFFF:x}@{MAIL[int(c * 5)]}\t"
            f"{int(e * 400) + 1} {STREET[mixed % 9]}, {CITY[mixed // 9 % 14]} {400000 + mixed % 99999}\t"
            f'{{"items": [{{"qty": {quantity}, "sku": "SKU-{mixed % 90000 + 10000}"}}], '
            f'"coupon": {COUPON[int(a * 6)]}, "payment": "{PAYMENT[int(b * 5)]}"}}\n'
        )
        if number % 20_000 == 0:
            out.write("".join(lines).encode())
            lines.clear()
    out.write("".join(lines).encode())


if __name__ == "__main__":
    write_rows(int(sys.argv[1]), sys.stdout.buffer)
