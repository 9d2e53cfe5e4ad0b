"""Numbers for today: taken at home, at the kiosk, from a paper roll."""
