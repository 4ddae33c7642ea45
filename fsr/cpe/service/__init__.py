"""What people do with CPE sheets beyond their grid: start reading, keep the licence, plan courses, judge rows."""
