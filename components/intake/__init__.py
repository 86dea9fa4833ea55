"""数据采集 ``/intake``: what a clerk sees of deliveries, and the requests that the page sends."""
