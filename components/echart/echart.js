/* The Dash component around a chart. */
(function () {
  "use strict";
  const { createElement, useEffect, useRef } = window.React;

  /* Clicks are told to callbacks with how many there were. */
  function told(props, latest) {
    const onPick = (hit) => {
      const { setProps, clickData } = latest.current;
      if (setProps) setProps({ clickData: { ...hit, n_clicks: (clickData ? clickData.n_clicks : 0) + 1 } });
    };
    return { ...props, onPick };
  }

  function EChart(props) {
    const box = useRef(null);
    const held = useRef(null);
    const latest = useRef(props);
    latest.current = props;
    if (held.current) held.current.know(told(props, latest));

    useEffect(() => {
      held.current = window.cockpit.mount(box.current, told(latest.current, latest));
      return () => {
        held.current.end();
        held.current = null;
      };
    }, [props.renderer]);

    const drawn = useRef(false);
    useEffect(() => {
      if (drawn.current && held.current) held.current.redraw();
      drawn.current = true;
    }, [props.option, props.theme, props.mapName, props.mapUrl]);

    return createElement("div", { ...window.cockpit.chartBox(props), ref: box });
  }

  window.components = window.components || {};
  window.components.EChart = EChart;
})();
