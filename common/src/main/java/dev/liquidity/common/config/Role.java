package dev.liquidity.common.config;

/** For which of the two processes the settings are read: only the connector needs the account's credentials. */
public enum Role {
    CONNECTOR,
    RECEIVER
}
