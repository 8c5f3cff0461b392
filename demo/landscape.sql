-- What an administrator tells the gateway once: where the sources are, and which of their tables it shows.

CREATE REMOTE SOURCE crm ADAPTER "postgresql"
    CONFIGURATION :'crm_configuration'
    WITH CREDENTIAL TYPE 'PASSWORD' USING :'crm_credential';

CREATE REMOTE SOURCE lake ADAPTER "file"
    CONFIGURATION :'lake_configuration';

CREATE SCHEMA crm;
CREATE SCHEMA lake;

IMPORT FOREIGN SCHEMA public FROM SERVER crm INTO crm;

CREATE VIRTUAL TABLE lake.regions         AT "lake"."<NULL>"."<NULL>"."regions.csv";
CREATE VIRTUAL TABLE lake.exchange_rates  AT "lake"."<NULL>"."<NULL>"."exchange_rates.csv";
CREATE VIRTUAL TABLE lake.web_events      AT "lake"."<NULL>"."<NULL>"."web_events.parquet";
CREATE VIRTUAL TABLE lake.support_tickets AT "lake"."<NULL>"."<NULL>"."support_tickets.json";
