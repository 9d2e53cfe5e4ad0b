"""Parts of the Telegram measurement: the outside world, our bot, and the bot compared with."""
