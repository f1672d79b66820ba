"""Entry point: `python run_bot.py` runs the desk; `--help` lists the other commands."""

import gc

if __name__ == "__main__":
    gc.set_threshold(100_000, 50, 1000)  # Imported modules are no garbage; collecting costs a sixth of the start.

    from bot.cli.main import main

    main()
