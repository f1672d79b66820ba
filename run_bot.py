"""The front door: `python run_bot.py` runs the desk, `--help` lists what else it can do."""

import gc

if __name__ == "__main__":
    gc.set_threshold(100_000, 50, 1000)  # What is imported is no garbage, and looking for some is a sixth of the start.

    from bot.cli.main import main

    main()
