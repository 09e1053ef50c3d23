"""Pictures of calculations: SVG made on the server, each with its data in words and as a table."""

from assistant.charts.choosing import chart_of
from assistant.charts.drawing import Chart
from assistant.charts.pictures import break_even_chart, cash_chart, items_chart, price_rise_chart

__all__ = ["Chart", "break_even_chart", "cash_chart", "chart_of", "items_chart", "price_rise_chart"]
