"""The front door: `python run_bot.py` runs the desk, `--help` lists what else it can do."""

from bot.front.commands import main

if __name__ == "__main__":
    main()
