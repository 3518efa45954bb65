"""What every check is made of. It knows no exercise."""
