/** Kite's web login and REST API, page by page. */
package dev.liquidity.sandbox.web;
