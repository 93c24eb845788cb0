/**
 * The dashboard: a web page's files, and answers about what was recorded, as JSON. It only reads. Runs in a process of
 * its own, beside the one that records; its threads are the server's, which end with it.
 */
package dev.liquidity.receiver.web;
