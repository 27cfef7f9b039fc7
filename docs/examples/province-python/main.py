"""Starts a province of Tongban: ``python3 main.py --help`` shows with what."""

import argparse
import signal
import sys
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent


def read_arguments():
    parser = argparse.ArgumentParser(description="以 Python 编写的省份 · A province of Tongban in Python")
    parser.add_argument("--province", default="QH", help="省级字母代码 · letter code (QH)")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 · address (127.0.0.1)")
    parser.add_argument("--port", type=int, default=4163, help="端口；0 为任一空闲端口 · port, 0 for a free one (4163)")
    parser.add_argument("--database", help="SQLite 文件；不存在时以 data/ 建立 · made from data/ when it is not there")
    parser.add_argument(
        "--contract",
        default=HERE.parents[2] / "schema" / "province.graphql",
        help="契约文件 · the contract (schema/province.graphql)",
    )
    parser.add_argument("--passport-keys", help="网关公钥文件；有此项则只应答网关 · answers this gateway alone")
    return parser.parse_args()


def start(arguments):
    # Imported here, so that a library that is missing is a sentence with a cure.
    from province.contract import load_contract
    from province.database import open_database
    from province.execute import Executor
    from province.server import ProvinceServer

    passports = None
    if arguments.passport_keys is not None:
        from province.passports import PassportCheck

        passports = PassportCheck(arguments.passport_keys)
    province = arguments.province
    database = open_database(arguments.database or HERE / f"{province}.sqlite", province)
    executor = Executor(load_contract(arguments.contract))
    return ProvinceServer((arguments.host, arguments.port), province, database, executor, passports)


def main():
    arguments = read_arguments()
    try:
        server = start(arguments)
    except ImportError as error:
        return f"{error}. Install what requirements.txt lists: python3 -m pip install -r requirements.txt"
    except Exception as error:
        if type(error).__name__ != "StartupError":
            raise
        return str(error)
    if server.passports is None:
        print("WARNING: no --passport-keys are given, so whoever reaches this port is answered.", file=sys.stderr)
    for number in (signal.SIGINT, signal.SIGTERM):
        # `shutdown` waits for the loop, which this thread runs.
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    host, port = server.server_address[:2]
    print(f"{arguments.province} answers at http://{host}:{port}/graphql", flush=True)
    server.serve_forever()
    server.server_close()
    return None


if __name__ == "__main__":
    sys.exit(main())
