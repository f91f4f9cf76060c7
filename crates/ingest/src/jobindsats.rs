//! Published tables of jobindsats.dk.
