/* Last in the bundle: everything that Dash needs is defined by now. */
new window.DashRenderer();
