package dev.liquidity.common.config;

/** The process that the settings are for: only the connector needs the account's credentials. */
public enum Role {
    CONNECTOR,
    RECEIVER
}
