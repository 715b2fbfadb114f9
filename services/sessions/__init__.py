"""Sessions as customers read and change them."""
