//! The program as people meet it: its commands, and its pages in a browser.

mod browser;
mod commands;
mod simulate;
